// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuditorRoll} from "../contracts/AuditorRoll.sol";
import {IAuditorRoll} from "../contracts/interfaces/IAuditorRoll.sol";
import {ICourthouse} from "../contracts/interfaces/ICourthouse.sol";
import {IRegistry} from "../contracts/interfaces/IRegistry.sol";
import {IStakeVault} from "../contracts/interfaces/IStakeVault.sol";
import {Sitting, Sittings} from "../contracts/libraries/Sittings.sol";
import {RollStubs} from "./support/RollStubs.sol";
import {TestBase} from "./support/TestBase.sol";

/// @title vectors/panel.json: TypeScript and the contracts draw and count alike
contract PanelVectorsTest is TestBase {
    using Sittings for Sitting;

    uint256 private constant KINDS = 8;

    string private json;
    string private path;
    AuditorRoll private roll;
    RollStubs private stubs;
    address[] private auditors;
    address[] private operators;
    bytes32[] private builds;
    mapping(uint256 number => Sitting sitting) private sittings;

    function setUp() public {
        json = vm.readFile("../../vectors/panel.json");
    }

    /// The vectors build the seed as the panel's judge does.
    function testSeeds() public {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, at(".seeds", i)); i++) {
            path = at(".seeds", i);
            bytes32 seed = keccak256(abi.encode(word(".beacon"), word(".caseId"), number(".round")));
            vm.assertEq(seed, word(".seed"), path);
        }
        vm.assertGe(i, 1, "the vectors hold seeds");
    }

    function testDraws() public {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, at(".cases", i)); i++) {
            path = at(".cases", i);
            playHistory();
            checkDraw();
        }
        vm.assertGe(i, 1, "the vectors hold draws");
    }

    function testTallies() public {
        uint256 i = 0;
        for (; vm.keyExistsJson(json, at(".tallies", i)); i++) {
            path = at(".tallies", i);
            checkTally(sittings[i]);
        }
        vm.assertGe(i, 1, "the vectors hold tallies");
    }

    function checkTally(Sitting storage sitting) private {
        uint256[] memory outcomes = vm.parseJsonUintArray(json, string.concat(path, ".outcomes"));
        uint256[] memory deeds = vm.parseJsonUintArray(json, string.concat(path, ".deeds"));
        sitting.open(1, uint8(number(".size")), uint8(number(".needed")));
        for (uint256 i = 0; i < outcomes.length; i++) {
            sitting.add(address(uint160(i + 1)));
            sitting.seats[i].outcome = uint8(outcomes[i]);
        }
        (uint8 decision, uint256 missing) = sitting.decide();
        vm.assertEq(decision, number(".decision"), string.concat(path, " decision"));
        vm.assertEq(missing, number(".missing"), string.concat(path, " missing"));
        for (uint256 i = 0; i < outcomes.length; i++) {
            vm.assertEq(uint256(Sittings.deedOf(uint8(outcomes[i]), decision)), deeds[i], string.concat(path, " deed"));
        }
    }

    function playHistory() private {
        stubs = new RollStubs();
        roll = new AuditorRoll(
            IRegistry(address(stubs)),
            IStakeVault(address(stubs)),
            ICourthouse(address(stubs)),
            1,
            vm.parseJsonUint(json, ".leaveSeconds")
        );
        auditors = vm.parseJsonAddressArray(json, string.concat(path, ".people.auditors"));
        operators = vm.parseJsonAddressArray(json, string.concat(path, ".people.operators"));
        bytes32[] memory subnets = vm.parseJsonBytes32Array(json, string.concat(path, ".people.subnets"));
        builds = vm.parseJsonBytes32Array(json, string.concat(path, ".builds"));
        for (uint256 i = 0; i < auditors.length; i++) {
            stubs.bind(auditors[i], operators[i], bytes8(subnets[i]));
        }
        uint256[] memory times = column(".times");
        uint256[] memory kinds = column(".kinds");
        uint256[] memory who = column(".who");
        uint256[] memory classes = column(".classes");
        uint256[] memory listed = column(".builds");
        for (uint256 i = 0; i < times.length; i++) {
            vm.warp(times[i]);
            vm.prank(operators[who[i]]);
            play(kinds[i], auditors[who[i]], operators[who[i]], uint8(classes[i]), builds[listed[i]]);
        }
    }

    function play(uint256 kind, address auditor, address operator, uint8 classes, bytes32 build) private {
        vm.assertLe(kind, KINDS - 1, "an event this test knows");
        if (kind == 0) roll.join(auditor, classes);
        else if (kind == 1) roll.setBuild(auditor, build, true);
        else if (kind == 2) roll.setBuild(auditor, build, false);
        else if (kind == 3) roll.requestLeave(auditor);
        else if (kind == 4) roll.finishLeave(auditor);
        else if (kind == 5) roll.recordDeed(auditor, IAuditorRoll.Deed.Missed);
        else if (kind == 6) roll.resume(auditor);
        else stubs.unbond(operator);
    }

    function checkDraw() private view {
        IAuditorRoll.DrawQuery memory query;
        query.seed = word(".query.seed");
        query.firstProbe = number(".query.firstProbe");
        query.probesMax = number(".query.probesMax");
        query.slots = number(".query.slots");
        query.wanted = number(".query.wanted");
        query.openedAt = uint64(number(".query.openedAt"));
        query.exactness = uint8(number(".query.exactness"));
        query.build = word(".query.build");
        query.accused = account(".query.accused");
        query.accusedSubnet = bytes8(vm.parseJsonBytes(json, string.concat(path, ".query.accusedSubnet")));
        query.reporter = account(".query.reporter");
        address[] memory taken = vm.parseJsonAddressArray(json, string.concat(path, ".taken"));
        address[] memory expected = vm.parseJsonAddressArray(json, string.concat(path, ".drawn"));
        (address[] memory drawn, uint256 nextProbe) = roll.draw(query, taken);
        vm.assertEq(drawn.length, expected.length, string.concat(path, " how many"));
        for (uint256 i = 0; i < drawn.length; i++) {
            vm.assertEq(drawn[i], expected[i], string.concat(path, " who"));
        }
        vm.assertEq(nextProbe, number(".nextProbe"), string.concat(path, " next probe"));
    }

    function at(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(list, "[", vm.toString(i), "]");
    }

    function column(string memory name) private view returns (uint256[] memory) {
        return vm.parseJsonUintArray(json, string.concat(path, ".history", name));
    }

    function number(string memory field) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(path, field));
    }

    function word(string memory field) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(path, field));
    }

    function account(string memory field) private view returns (address) {
        return vm.parseJsonAddress(json, string.concat(path, field));
    }
}
